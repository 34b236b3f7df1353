def model(dbt, session):
    dbt.config(
        materialized="incremental",
        incremental_strategy="merge",
        unique_key=["order_id"],
        job_cluster_config={
            "spark_version": "15.4.x-scala2.12",
            "node_type_id": "i3.xlarge",
            "autoscale": {"min_workers": 1, "max_workers": 4},
        },
    )
    orders = dbt.ref("stg_orders")
    if dbt.is_incremental:
        orders = orders.where("ordered_on >= date_sub(current_date(), 3)")
    paid = dbt.ref("stg_payments").groupBy("order_id").sum("amount").withColumnRenamed("sum(amount)", "paid")
    return orders.join(paid, "order_id", "left")
