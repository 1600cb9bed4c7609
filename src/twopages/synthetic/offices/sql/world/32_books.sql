-- What trades are like: yuan of revenue a head, assets and wages against revenue, margin, taxes; use of power (kWh), water and gas (cubic metres)
-- a head and month; section 'H', for instance, is a restaurant's.
create table trade as
select * from (values
    ('A', 200000, 1.5, 0.05, 0.002, 150, 30.0, 0.0, 0.002), ('C', 1100000, 1.0, 0.06, 0.034, 900, 6.0, 40.0, 0.035),
    ('D', 2500000, 2.5, 0.05, 0.04, 5000, 20.0, 500.0, 0.01), ('E', 800000, 1.2, 0.03, 0.029, 120, 3.0, 0.0, 0.015),
    ('F', 3000000, 0.5, 0.03, 0.011, 90, 1.5, 0.0, 0.002), ('G', 700000, 0.9, 0.04, 0.02, 110, 2.0, 0.0, 0.002),
    ('H', 250000, 0.8, 0.05, 0.028, 450, 12.0, 60.0, 0.0), ('I', 900000, 1.2, 0.1, 0.034, 140, 1.2, 0.0, 0.09),
    ('J', 2000000, 8.0, 0.3, 0.04, 120, 1.2, 0.0, 0.01), ('K', 1200000, 4.0, 0.08, 0.05, 250, 5.0, 0.0, 0.0),
    ('L', 600000, 2.0, 0.06, 0.031, 100, 1.2, 0.0, 0.004), ('M', 600000, 1.3, 0.08, 0.03, 160, 1.5, 1.0, 0.08),
    ('N', 400000, 1.5, 0.05, 0.021, 300, 6.0, 2.0, 0.01), ('O', 180000, 0.7, 0.06, 0.026, 150, 8.0, 5.0, 0.0),
    ('P', 220000, 1.0, 0.05, 0.02, 120, 3.0, 2.0, 0.005), ('Q', 350000, 1.1, 0.05, 0.012, 260, 6.0, 5.0, 0.01),
    ('R', 300000, 1.3, 0.06, 0.022, 260, 4.0, 0.0, 0.01), ('S', 200000, 1.0, 0.02, 0.005, 100, 1.5, 0.0, 0.0)
) trade(section, head, assets, margin, vat, power, water, gas, research);

-- who works at each firm in operation: all (many more than are insured where there is trouble), those insured through it, those with a
-- housing fund account
create table staff as
with employed as (select firm, count(*) as heads from job where until is null and firm is not null group by firm)
select f.id as firm, coalesce(e.heads, 0) as insured,
    greatest(coalesce(e.heads, 0) + whole(0, 2, 'uninsured', f.id) + if(g.trouble > 0.96, coalesce(e.heads, 0) * 8 // 5, 0), 1) as heads,
    floor(coalesce(e.heads, 0) * 0.66 + draw('depositors', f.id))::bigint as depositors
from firm f join standing g on g.firm = f.id left join employed e on e.firm = f.id where f.active order by f.id;

-- the books of the last three full years, in yuan; whoever is in trouble loses, the bankrupt owe more than they have
create table books as
with opened as (
    select f.id, f.section, f.kind, s.heads, t.*, g.trouble, g.bankrupt, unnest(range(year(as_of()) - 3, year(as_of()))) as year,
        year(f.established) as founded
    from firm f join staff s on s.firm = f.id join trade t using (section) join standing g on g.firm = f.id),
sold as (
    select *, heads * head * lognormal(1, 0.6, 'revenue', id) * power(1 + normal(0.06, 0.08, 'growth', id), year - year(as_of()) + 1)
        * lognormal(1, 0.06, 'year', id * 10 + year % 10) * case when bankrupt then 0.15 when trouble > 0.965 then 0.5 when id in (from showcase) then 3 else 1 end as sales
    from opened where year >= founded),
earned as (
    select *, sales * assets * lognormal(1, 0.5, 'assets', id) as owned,
        sales * (margin + normal(0, 0.05, 'margin', id) - if(trouble > 0.93, 0.15, 0)) as gain from sold)
select id as firm, year, round_to(sales, 100) as revenue, round_to(owned, 100) + 10000 as assets,
    round_to(owned * if(bankrupt, 1.15 + 0.4 * draw('debts', id), least(0.97, 0.25 + 0.6 * draw('debts', id) + if(trouble > 0.93, 0.2, 0))),
        100) as debts,
    round_to(gain, 100) as profit, round_to(sales * vat + greatest(gain, 0) * if(sales < 20000000, 0.05, 0.2), 100) as tax,
    round_to(sales * (0.8 + 0.2 * draw('taxable', id)), 100) as vat_sales,
    if(research > 0, round_to(sales * research * lognormal(1, 0.5, 'research', id), 100), 0) as research
from earned order by id, year;

-- the size of each firm in operation (enterprise-scale, after the rules of 2017 with one line for all services) and whether it is above scale
create table scale as
with last as (select b.firm, b.revenue, s.heads, f.section, f.category from books b join staff s using (firm) join firm f on f.id = b.firm
    where b.year = year(as_of()) - 1),
lines as (
    select *, case when section in ('C', 'D') then [20, 300, 1000] when section = 'F' then [5, 20, 200] else [10, 100, 300] end as staffs,
        case when section in ('C', 'D') then [3000000, 20000000, 400000000] when section = 'F' then [10000000, 50000000, 400000000]
            when section = 'E' then [3000000, 60000000, 800000000] else [1000000, 10000000, 100000000] end as sales from last)
select firm, case when heads >= staffs[3] and revenue >= sales[3] then '1' when heads >= staffs[2] and revenue >= sales[2] then '2'
        when heads >= staffs[1] and revenue >= sales[1] then '3' else '4' end as scale,
    category = '1' and revenue >= case when section in ('C', 'D', 'F') then 20000000 when section in ('O', 'R', 'H') then 5000000
        else 10000000 end as above
from lines order by firm;
