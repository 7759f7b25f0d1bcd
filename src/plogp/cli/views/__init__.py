"""What the commands print on a terminal: tables, bars and sentences, in the language that was asked for."""
