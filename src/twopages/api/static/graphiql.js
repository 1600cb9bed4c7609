// Starts GraphiQL over this server; the session's cookie says who asks.
const fetcher = GraphiQL.createFetcher({ url: "/graphql" });
const defaultQuery = `# What is held about you, and where it comes from.
{
  me {
    id
    caption
    records(first: 5) {
      edges { node { dataset { label { zh en } } department { label { zh en } } observed } }
    }
  }
}
`;
ReactDOM.createRoot(document.getElementById("graphiql")).render(
  React.createElement(GraphiQL, { fetcher, defaultQuery, shouldPersistHeaders: false }),
);
