"""Who sells a model on OpenRouter, what each seller asks, and what its maker asks: decided, worded, drawn."""
