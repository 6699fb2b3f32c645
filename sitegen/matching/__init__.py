"""From a name on a leaderboard to the model that it is."""
