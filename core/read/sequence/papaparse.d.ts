/** The one function of Papa Parse that is used, typed here: the published types bring in Node's and the DOM's globals. */
declare module 'papaparse/papaparse.js' {
  interface Row {
    readonly data: string[];
    readonly errors: readonly { readonly type: string }[];
    /** `cursor`: how much of the text was read. */
    readonly meta: { readonly cursor: number };
  }
  const Papa: {
    parse(text: string, options: { delimiter: string; newline: string; skipEmptyLines: boolean; step: (row: Row) => void }): void;
  };
  export default Papa;
}
