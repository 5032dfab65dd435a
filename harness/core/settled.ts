/**
 * Waits until every work has ended, and only then throws the first failure: with `Promise.all`
 * the rest would still go on behind the back of whoever cleans up.
 */
export async function allSettled<T>(works: readonly Promise<T>[]): Promise<T[]> {
  const outcomes = await Promise.allSettled(works);
  return outcomes.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
}
