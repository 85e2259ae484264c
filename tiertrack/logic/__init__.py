"""Ring 0: three-valued logic over exact numbers. It knows no enterprise and no law."""
