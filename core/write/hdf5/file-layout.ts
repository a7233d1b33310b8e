/** An address that points nowhere. Source: HDF5 File Format Specification 3.0, I.A. */
export const UNDEFINED_ADDRESS = 0xffff_ffff_ffff_ffffn;

/** Blocks of a file, each at a multiple of 8 bytes. Numbers are written last, straight into the file, so that they are held only once. */
export class FileLayout {
  readonly #blocks: { readonly address: number; readonly write: (target: Uint8Array) => void; readonly length: number }[] = [];
  #end: number;

  /** @param headBytes room at the start of the file, filled by `finish` */
  constructor(headBytes: number) {
    this.#end = headBytes;
  }

  /** Where the next block will stand; after all blocks, the size of the file. */
  get end(): number {
    return this.#end;
  }

  /** Gives a block its place. */
  place(bytes: Uint8Array): number {
    return this.reserve(bytes.length, (target) => {
      target.set(bytes);
    });
  }

  /** A place for `length` bytes that `write` fills when the file is put together. */
  reserve(length: number, write: (target: Uint8Array) => void): number {
    const address = this.#end;
    this.#blocks.push({ address, write, length });
    this.#end += Math.ceil(length / 8) * 8;
    return address;
  }

  finish(head: Uint8Array): Uint8Array {
    const file = new Uint8Array(this.#end);
    file.set(head);
    for (const { address, write, length } of this.#blocks) write(file.subarray(address, address + length));
    return file;
  }
}
