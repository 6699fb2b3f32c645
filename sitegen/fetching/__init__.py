"""The network: an address becomes an answer, and an answer becomes a snapshot."""
