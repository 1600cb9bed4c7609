"""Who looked: receipts in the graph, by whose file it was, and questions about them."""
