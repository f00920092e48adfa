"""Images as a file whose size is the bound: bits back, with a coder of the library constriction."""
