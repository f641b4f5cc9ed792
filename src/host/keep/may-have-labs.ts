/** Whether labs may be kept here. It is asked at each start of the page, so it is quick where there are none. */
export async function mayHaveLabs(): Promise<boolean> {
  try {
    const root = await navigator.storage.getDirectory();
    await root.getDirectoryHandle(LABS_FOLDER);
    return true;
  } catch (error) {
    // Where there are no private files, they may be in the other place.
    return !(error instanceof DOMException && error.name === 'NotFoundError');
  }
}

/** The folder of the browser's private files that has them. */
export const LABS_FOLDER = 'labs';
