"""Meeting voters: the round and its points, deputies who ask to meet others, what is said taken down, told back."""
