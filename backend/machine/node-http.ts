/**
 * Node's `http`. An `import` would read every name that it exports at once, and `WebSocket`
 * among them loads an HTTP client that nothing here uses: 6 MB and 20 ms of every start.
 */
export const http = process.getBuiltinModule("node:http");
