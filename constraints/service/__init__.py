"""Rules about after-school service (课后服务): days, hours, activities, and the teachers on duty."""
