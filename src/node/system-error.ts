/** The code that the system, a driver or Node gave an error, such as `ENOENT`; empty for others. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Why the system refused, in words for the reasons that are easy to fix. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error);
  const words: Record<string, string> = {
    EACCES: 'permission denied. Give this user access, or choose another folder with --data',
    EPERM: 'permission denied. Give this user access, or choose another folder with --data',
    EROFS: 'the file system is read-only. Choose another folder with --data',
    ENOSPC: 'the disk is full. Make room',
    ENOTDIR: 'a part of the path is a file. Choose another folder with --data',
    EEXIST: 'a file has that name. Choose another folder with --data',
    EISDIR: 'it is a folder',
    ENOENT: 'there is no such file or folder. Correct the path',
  };
  return words[code] ?? (code || (error instanceof Error ? error.message : 'unknown reason'));
}
