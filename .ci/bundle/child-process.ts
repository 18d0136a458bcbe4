/**
 * Stands for `node:child_process` in the command, where commander imports it to run commands that are programs of their own. There
 * are none, and to load it takes as long as all of commander: it is loaded when it is used.
 */
export default {
  get spawn() {
    return process.getBuiltinModule('node:child_process').spawn
  },
}
