"use strict";

(() => {
  const endpoint = new URL("/graphql", window.location.href);
  const socket = new URL(endpoint);
  socket.protocol = endpoint.protocol === "https:" ? "wss:" : "ws:";

  // What the header editor holds, as the last operation was sent with it. A browser cannot give a WebSocket
  // headers of its own, so a subscription carries them in its first message.
  let headers = {};

  // The template of the editor has no token yet; sent as it is, it would turn a guest away.
  const meant = (given) =>
    Object.fromEntries(Object.entries(given ?? {}).filter(([, value]) => !/^(bearer)?\s*$/i.test(String(value))));

  // Lazy: it connects for a subscription and ends after it, so that the next one takes the headers of its day.
  const wsClient = graphqlWs.createClient({ url: socket.href, lazy: true, connectionParams: () => headers });

  const send = GraphiQL.createFetcher({ url: endpoint.href, wsClient });

  const fetcher = (operation, options) => {
    headers = meant(options?.headers);
    return send(operation, { ...options, headers });
  };

  const welcome = `# Chorus 齐声: try the API here.
#
# Public cases and the law can be read by anybody. To act as yourself, sign in with a
# mutation and put the access token into the header editor below:
#   { "Authorization": "Bearer <token>" }
# What you change here is changed for good.

query Hello {
  __typename
}
`;

  ReactDOM.createRoot(document.getElementById("graphiql")).render(
    React.createElement(GraphiQL, {
      fetcher,
      defaultQuery: welcome,
      defaultHeaders: '{\n  "Authorization": "Bearer "\n}',
      defaultEditorToolsVisibility: "headers",
      isHeadersEditorEnabled: true,
      // The history keeps headers and whole mutations, so tokens and passwords too: they go with the tab.
      storage: window.sessionStorage,
      shouldPersistHeaders: false,
    }),
  );
})();
