-- Members of families with the minimum living allowance; the month's sum fills the income up to the line of 1,330 yuan a head.
select 'DB' || digits(h.head, 9) as 低保证号, p.key as 身份证号, p.name as 姓名, '1' as 救助类别, h.size as 家庭保障人数,
    yuan(1330 - h.income) as 月保障金, yuan(h.income) as 家庭人均月收入, date_trunc('month', h.since)::date as 享受起始,
    if(chance(0.12, 'allowance ends', h.head), last_day(as_of() + whole(-60, 200, 'allowance until', h.head)::integer), null)::date as 享受终止,
    '6299' || digits(h.head * 7 + 1009, 15) as 开户账号
from hardship h join person p on p.id = h.person
where h.category = '1'
order by h.person
