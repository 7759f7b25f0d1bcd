"""What people are told, in English in the code and in the other languages in gettext catalogues beside it."""
