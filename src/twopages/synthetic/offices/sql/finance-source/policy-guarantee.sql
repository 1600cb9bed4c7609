-- guarantees given to small enterprises
select 'DB' || year(g.since) || digits(g.id + 1, 8) as 担保合同号, b.key as 担保机构代码, f.key as 被担保企业代码, yuan(g.amount) as 担保金额, g.since as 担保起始日,
    g.until as 担保到期日
from guarantee g join firm f on f.id = g.firm join firm b on b.id = g.giver
order by g.id
