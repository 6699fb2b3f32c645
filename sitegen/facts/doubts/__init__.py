"""What a reader should doubt: where a record contradicts itself, and where two sources disagree."""
