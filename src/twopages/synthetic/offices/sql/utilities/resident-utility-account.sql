-- Water, electricity and gas accounts of homes, in the name of the owner or of whoever lives there; some still of earlier owners.
with lived as (select home as place, min(id) as tenant from person where living and home is not null and age >= 18 group by home),
owned as (select place, min(person) as owner from estate_owner where person is not null group by place),
accounts as (
    select l.place, coalesce(o.owner, l.tenant) as holder, chance(0.06, 'earlier owner', l.place) as earlier from lived l left
        join owned o on o.place = l.place
)
select if(a.earlier, null, p.key) as 户主证件号, if(a.earlier, stranger_name('earlier owner', a.place), p.name) as 户名,
    'W' || digits(a.place * 7 + 100000003, 10) as 用水户号,
    'E' || digits(a.place * 11 + 200000003, 11) as 用电户号, if(chance(0.88, 'gas', a.place), 'G' || digits(a.place * 13 + 300000007, 10), null) as 用气户号,
    q.text as 用户地址
from accounts a join person p on p.id = a.holder join place q on q.id = a.place
order by a.place
