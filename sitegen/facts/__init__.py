"""What the site says of models: each fact is decided and worded here once."""
