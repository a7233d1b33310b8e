/** The one function of Papa Parse that is used, typed here: the published types bring in Node's and the DOM's globals. */
declare module 'papaparse/papaparse.js' {
  const Papa: {
    parse(
      text: string,
      options: { delimiter: string; skipEmptyLines: boolean },
    ): {
      data: string[][];
      errors: { type: string; code: string; message: string; row?: number }[];
    };
  };
  export default Papa;
}
