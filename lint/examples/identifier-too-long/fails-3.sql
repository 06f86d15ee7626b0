ALTER TABLE legacy RENAME COLUMN code TO "ßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßß";
