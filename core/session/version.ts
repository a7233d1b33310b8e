/** Version of Gatescope, that of package.json: a test holds them together, for the core reads no file. */
export const VERSION = '0.1.0';
