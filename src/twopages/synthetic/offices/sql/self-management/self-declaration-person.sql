-- What people state on the personal page: phone, addresses, work, whom to call and how to be told.
with stated as (
    select p.*, l.alone, f.name as firm_name, coalesce(p.spouse, p.mother, p.father) as near, chance(0.3, 'second phone', p.id) as other_phone
    from person p join life l using (id) left join firm f on f.id = p.firm where l.self_managed
)
select s.key as 公民身份号码, coalesce(if(s.other_phone, mobile('second phone', s.id), s.phone), mobile('second phone', s.id)) as 手机号码,
    if(chance(0.45, 'states e-mail', s.id), 'u' || digits(s.id * 17 + 10007,
        8) || '@' || pick(['post.example', 'mail.example', 'letter.example'], 'mail house', s.id), null) as 电子邮箱,
    if(chance(0.4, 'states postal address', s.id), h.text, null) as 通信地址, if(chance(0.5, 'states residence', s.id), h.text, null) as 居住地址,
    if(chance(0.5, 'states employer', s.id), s.firm_name, null) as 工作单位, if(chance(0.4, 'states job', s.id), s.title, null) as 岗位,
    if(chance(0.35, 'states schooling', s.id), s.level, null) as 学历, if(chance(0.3, 'states home', s.id), s.alone, null) as 是否独居,
    if(chance(0.5, 'states contact', s.id), n.name, null) as 紧急联系人, if(chance(0.5, 'states contact', s.id), n.phone, null) as 紧急联系人电话,
    if(chance(0.5, 'states channel', s.id), pick(['短信', '短信', '随申办消息', '电子邮件', '电话'], 'channel', s.id), null) as 通知方式,
    updated(900, 'stated', s.id) as 更新时间
from stated s left join place h on h.id = s.home left join person n on n.id = s.near and n.living
order by s.id
