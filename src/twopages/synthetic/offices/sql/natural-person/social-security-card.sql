-- Social security cards: the present one, and the lost one of some.
with cards as (
    select p.id, p.key, p.name, p.birth, unnest(if(chance(0.05, 'lost card', p.id), [1, 2], [2])) as card
    from person p join life l using (id) where l.insured and likely(0.96, 'social security card', p.id)
)
select key as 公民身份号码, name as 姓名, if(card = 1, 'Y', 'Z') || '9' || digits(id * 3 + 1000001, 8) as 社保卡号,
    pick(['中国工商银行', '中国建设银行', '中国银行', '中国农业银行', '交通银行', '上海银行', '浦发银行', '上海农商银行'], 'card bank', id) as 服务银行,
    least(as_of() - 1, if(card = 1, between_days(greatest(birth + 60, date '2006-01-01'), greatest(birth + 60, date '2016-01-01'), 'first card', id),
        between_days(greatest(birth + 60, date '2016-06-01'), as_of() - 5, 'card issued', id)))::date as 发卡日期,
    if(card = 1, pick(['挂失', '注销'], 'card lost', id), '正常') as 卡状态
from cards
order by 社保卡号
