// Starts GraphiQL over this server; the session's cookie says who asks. What is typed stays in the page: it may be personal.
const kept = new Map();
const storage = {
  getItem: (key) => kept.get(key) ?? null,
  setItem: (key, value) => kept.set(key, value),
  removeItem: (key) => kept.delete(key),
  clear: () => kept.clear(),
  get length() {
    return kept.size;
  },
};
// The one name by which GraphiQL's dialogs look for what lets their styles pass the policy of the page.
window.__webpack_nonce__ = document.querySelector("meta[name=style-nonce]").content;
const fetcher = GraphiQL.createFetcher({ url: "/graphql" });
const defaultQuery = `# What is held about you, and where it comes from.
{
  me {
    id
    caption
    records(first: 5) {
      edges {
        node {
          observed
          dataset { label { zh en } }
          department { label { zh en } }
        }
      }
    }
  }
}
`;
ReactDOM.createRoot(document.getElementById("graphiql")).render(
  React.createElement(GraphiQL, { fetcher, defaultQuery, storage, shouldPersistHeaders: false }),
);
