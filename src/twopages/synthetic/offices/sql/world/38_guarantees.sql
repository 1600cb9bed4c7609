-- Policy guarantees: given by a few companies of the money trade (else the largest ones) to small firms that have the merit, to a few that fell since.
create table guarantee as
with giver as (select id, row_number() over (order by section = 'J' desc, capital desc, id) - 1 as n from firm
    where active and category = '1' and kind <> '2100'
    order by section = 'J' desc, capital desc, id limit greatest(2, (select count(*) // 4000 from firm))),
taker as (
    select f.id, f.established, unnest(range(if(t.known, 2, 1))) as nth from firm f join standing s on s.firm = f.id join talent t on t.firm = f.id
        join scale c on c.firm = f.id
    where t.known or (f.category = '1' and f.kind <> '2100' and f.established < as_of() - 400 and c.scale in ('3', '4')
        and chance(if(s.dishonest, 0.2, 0.08), 'guaranteed', f.id))),
dated as (
    select *, between_days(greatest(established + 200, as_of() - 900), as_of() - 30, 'guarantee since', id * 4 + nth) as since,
        whole(0, (select count(*) from giver) - 1, 'guarantor', id * 4 + nth) as by from taker)
select row_number() over (order by d.id, d.nth) - 1 as id, d.id as firm, g.id as giver,
    round_to(lognormal(1800000, 0.6, 'guarantee', d.id * 4 + d.nth), 10000) as amount, d.since,
    d.since + pick([364, 364, 729, 1095], 'guarantee term', d.id * 4 + d.nth) as until
from dated d join giver g on g.n = d.by where g.id <> d.id order by id;

-- shares across the border of the city: `stranger` is the company elsewhere, which holds or is held
create table national_holding as
select id as firm, stranger_credit('invests elsewhere', id) as stranger, chance(0.3, 'holder elsewhere', id) as held,
    whole(5, 100, 'share elsewhere', id) as share,
    round_to(lognormal(3000000, 1, 'sum elsewhere', id), 10000) as amount, between_days(established, as_of() - 20, 'since elsewhere', id) as since
from firm where active and category = '1' and kind <> '2100' 
    and (chance(0.04, 'invests elsewhere', id) or id in (from showcase)) order by id;
