-- Marriages since the fifties, certificates that were issued again, and divorces.
with known as (
    select m.*, m.divorced is not null as parted, chance(0.03, 'certificate lost', m.id) as lost from marriage m
    where chance(if(m.since < date '1985-01-01', 0.3, 0.9), 'marriage known', m.id)
),
events as (
    select id, husband, wife, since, null::date as divorced, parted, '结婚' as kind, since as event, 'J' as letter from known
    union all select id, husband, wife, since, null, parted, '补发', between_days(since, as_of() - 10, 'issued again', id), 'BJ' from known
        where lost and not parted
    union all select id, husband, wife, since, divorced, parted, '离婚', divorced, 'L' from known where parted
),
numbered as (select e.*, row_number() over (order by e.event, e.id, e.kind) as serial, coalesce(h.district, '310101') as area from events e
    join person h on h.id = e.husband)
select if(n.event < date '1995-01-01', '沪(' || translate(year(n.event)::varchar, '0123456789', '〇一二三四五六七八九') || ')婚字第' || right(n.area,
    3) || digits(n.serial, 6) || '号',
        n.letter || n.area || '-' || year(n.event) || '-' || digits(n.serial, 6)) as 登记字号,
    n.kind as 业务类型, h.key as 男方身份证号, w.key as 女方身份证号, n.since as 登记日期, n.divorced as 离婚日期,
    case when n.kind = '离婚' then '40' when not n.parted and (h.remarried or w.remarried) then '22' else '21' end as 婚姻状况, '上海市婚姻登记机关' as 登记机关,
    moment(greatest(n.event + 2, date '2004-01-01' + datediff('day', date '1930-01-01', n.event)::integer // 30), 'marriage written',
        n.serial) as 更新时间
from numbered n join person h on h.id = n.husband join person w on w.id = n.wife
order by n.serial
