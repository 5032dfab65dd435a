/** What a read saw; a balance of null is none that an account can have. */
export type Balances = ReadonlyMap<string, number | null>;

export type BankInput =
  | { readonly f: 'read' }
  | {
      readonly f: 'transfer';
      readonly from: string;
      readonly to: string;
      readonly amount: number;
    };
