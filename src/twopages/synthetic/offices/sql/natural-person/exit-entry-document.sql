-- Passports and permits issued in the city: a row a document, each with the passport that its holder has.
select t.identity as 公民身份号码, p.name as 姓名, t.passport as 护照号码, t.until::date as 护照有效期止, if(t.permit, '513', '414') as 证件种类,
    if(t.permit, t.permit_number, t.passport) as 证件号码, updated(2500, 'document written', p.id) as 更新时间
from travel_document t join person p on p.id = t.person
union all
select p.key, p.name, p.key, years_after(as_of(), draw('foreign passport until', p.id) * 8 + 0.2)::date, '554', '9310199' || digits(p.id, 8),
    updated(700, 'foreign document written', p.id)
from person p where p.living and p.document = '414' and chance(0.7, 'residence of foreigners', p.id)
order by 证件号码
