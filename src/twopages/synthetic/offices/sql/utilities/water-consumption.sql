-- bills of water meters
select m.meter as 用水户号, f.key as 统一社会信用代码, f.name as 户名, month_of(m.month) as 账期, m.use::decimal(18, 1) as 本期水量, yuan(m.arrears) as 欠费金额
from meter m join firm f on f.id = m.firm where m.kind = 'water'
order by m.id
