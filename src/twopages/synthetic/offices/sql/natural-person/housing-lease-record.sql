-- Registered leases of homes: one tenant a home, mostly people from elsewhere.
with tenants as (
    select min(p.id) as id from person p where p.living and p.age >= 20 and p.home is not null and (p.registered is null or p.registered <> p.home)
    group by p.home
),
leases as (
    select p.*, as_of() - whole(5, 700, 'lease since', p.id)::integer as day, pick([1, 1, 1, 2, 3], 'lease years', p.id) as years
    from tenants t join person p using (id) where chance(if(p.grp = 'registered', 0.12, 0.45), 'lease registered', p.id)
)
select 'ZL' || h.district || strftime(l.day, '%Y') || digits(l.id, 8) as 备案号, l.key as 承租人证件号, l.name as 承租人姓名, h.text as 房屋地址,
    greatest(l.day, l.home_since)::date as 租赁期起, (years_after(l.day, l.years) - 1)::date as 租赁期止,
    yuan(round_to(lognormal(4200, 0.45, 'rent', l.id), 50)) as 月租金
from leases l join place h on h.id = l.home
order by l.id
