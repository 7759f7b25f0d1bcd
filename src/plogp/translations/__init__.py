"""What people read: messages in English in the code, in other languages in the gettext catalogues beside this file."""
