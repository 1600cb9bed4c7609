-- investments across the border of the city, returned by the state
select if(n.held, n.stranger, f.key) as 投资方代码, if(n.held, f.key, n.stranger) as 被投资方代码,
    if(n.held, f.name, pick(['苏州', '杭州', '南京', '合肥', '宁波', '无锡', '嘉兴'], 'city elsewhere', n.firm)
        || pick(['启', '宏', '瑞', '嘉', '通', '天'], 'first elsewhere', n.firm) || pick(['明', '源', '达', '康', '盛', '成'], 'second elsewhere', n.firm)
            || pick(['科技', '贸易', '实业'], 'trade elsewhere', n.firm) || '有限公司') as 被投资方名称,
    yuan(n.amount) as 出资额, percent(n.share) as 出资比例, n.since as 投资日期
from national_holding n join firm f on f.id = n.firm
order by n.firm
