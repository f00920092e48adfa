// Where the server is: as far above this file as its address has folders (web/<version>/base/server.js). A proxy may
// have put the app below a path of its own, which only the browser knows.

const BASE = new URL("../../../", import.meta.url);

/**
 * The whole address of what ui/addresses.py names.
 *
 * @param {string} path
 */
export const fromServer = (path) => new URL(path, BASE).href;
