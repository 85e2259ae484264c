"""Three-valued logic over exact numbers. It knows no enterprise and no law."""
