import { randomBytes } from 'node:crypto';
import { open, rename, unlink } from 'node:fs/promises';

/**
 * Writes a file whole or not at all: into a draft in the same folder, down to the disk, then in place of the old file. A full disk may take
 * fewer bytes without an error, so the draft's size is compared before anything is replaced. @throws the system's error
 */
export async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}.part`;
  const file = await open(draft, 'wx');
  try {
    try {
      await file.writeFile(bytes);
      await file.sync();
      if ((await file.stat()).size !== bytes.length) throw new Error('the disk is full');
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await unlink(draft).catch((reason: unknown) => {
      console.error('a draft stayed behind:', reason);
    });
    throw error;
  }
}
