DROP TABLE shop."Carts";
