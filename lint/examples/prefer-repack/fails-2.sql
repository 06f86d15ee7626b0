--- target 19
--- history
CREATE TABLE app."Pay" (id bigint PRIMARY KEY);
--- revision
CLUSTER app."Pay" USING "Pay_pkey";
