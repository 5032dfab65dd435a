export const packageName = 'ts-linearizability';
