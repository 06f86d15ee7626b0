CREATE TABLE app.orders (id bigint);
LOCK TABLE app.orders IN ACCESS EXCLUSIVE MODE;
