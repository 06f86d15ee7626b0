--- revision no-transaction
VACUUM (FULL false) orders;
VACUUM legacy;
