-- Layers of the spatial library: how many features a district has in a city of 1,000 enterprises, where, how large (square metres), what they are called.
create macro metres_east(metres) as metres / 95200; -- degrees at the latitude of the city
create macro metres_north(metres) as metres / 110900;
create macro corner(x, y, radius, turn) as
    format('{:.6f} {:.6f}', x + metres_east(radius * cos(turn * 1.0471976)), y + metres_north(radius * sin(turn * 1.0471976)));
create macro outline(x, y, area, salt, id) as -- of six corners, at most a tenth nearer or farther than those of a regular hexagon of that area
    'POLYGON ((' || corner(x, y, sqrt(area / 2.598), 0) || ', ' || corner(x, y, sqrt(area / 2.598) * (0.9 + 0.2 * draw(salt || ' 1', id)), 1) || ', '
    || corner(x, y, sqrt(area / 2.598) * (0.9 + 0.2 * draw(salt || ' 2', id)), 2) || ', '
        || corner(x, y, sqrt(area / 2.598) * (0.9 + 0.2 * draw(salt || ' 3', id)), 3) || ', '
    || corner(x, y, sqrt(area / 2.598) * (0.9 + 0.2 * draw(salt || ' 4', id)), 4) || ', ' || corner(x, y, sqrt(area / 2.598), 5) || ', '
        || corner(x, y, sqrt(area / 2.598), 0) || '))';
create macro course(x, y, span, salt, id) as -- a line of four points that winds its way
    'LINESTRING (' || format('{:.6f} {:.6f}', x, y) || ', ' || format('{:.6f} {:.6f}', x + metres_east(span * 0.35),
        y + metres_north(span * (0.2 * draw(salt || ' 1', id) - 0.1))) || ', '
    || format('{:.6f} {:.6f}', x + metres_east(span * 0.7), y + metres_north(span * (0.3 * draw(salt || ' 2', id) - 0.15))) || ', '
    || format('{:.6f} {:.6f}', x + metres_east(span), y + metres_north(span * (0.4 * draw(salt || ' 3', id) - 0.2))) || ')';

create table layer as
select * from (values
    ('W1', 2.0, 30000, '310101310104310105310106310107310109310110310112310113310114310115310116310117310118310120310151', ['泾', '浜', '港', '塘', '河', '河']),
    ('W2', 0.4, 90000, '310112310114310115310117310118310120310151', ['湖']),
    ('W3', 0.3, 9000000, '310115310116310120310151', ['海域']),
    ('A1', 3.0, 26000, '310112310113310114310115310116310117310118310120310151', ['号田', '号地']),
    ('E1', 0.3, 4000000, '310115310116310117310118310120310151', ['湿地保护区', '水源保护区', '生态保护红线区']),
    ('G1', 1.5, 45000, '310101310104310105310106310107310109310110310112310113310114310115310116310117310118310120310151', ['公园', '绿地', '公园']),
    ('G2', 1.5, 60, '310101310104310105310106310107310109310110310112310113310114310115310116310117310118310120310151', ['古银杏', '古香樟', '古罗汉松', '古广玉兰']),
    ('T2', 1.5, 4000, '310101310104310105310106310107310109310110310112310113310114310115310116310117310118310120310151', ['公共停车场']),
    ('S1', 20.0, 1, '310113', ['井盖监测点', '水位监测点', '烟感监测点', '空气监测点'])
) layer(category, rate, middle, districts, forms);
