/**
 * Photographs of Closed Eyes in the Wild that are not used: infants and toddlers, dolls, statues
 * and paintings, covered or open eyes, faces from the side. Looked through by eye, on contact
 * sheets of what the landmarker cuts out.
 */
const NUMBERS = `
  0002f2 0009f1 0047f2 0053f3 0089f1 0091f1 0124f2 0168f1 0181f1 0209f1 0226f1 0237f1
  0244f2 0247f2 0284f1 0312f2 0315f1 0382f1 0411f1 0421f1 0460f1 0481f1 0489f2 0519f1
  0560f4 0567f1 0578f1 0649f1 0683f1 0685f2 0686f1 0827f1 0882f1 0888f1 0893f1 0901f1
  0903f1 0978f1 0986f1 1002f1 1120f1 1130f1 1237f1 1239f1 1263f1 1269f1 1304f2 1315f2
  1322f1 1340f1 1361f1 1369f1 1376f2 1382f2 1386f2 1420f1 1426f1 1434f1 1444f1 1451f2
  1469f2 1503f1 1506f1 1519f2 1531f1 1536f1 1537f2 1551f1 1552f1 1561f1 1590f2 1607f1
  1660f1 1689f1 1705f1 1843f1 1871f1 1883f1 1885f1 1924f1 1940f1 1956f1 1989f1 2005f2
  2049f1 2050f1 2109f1 2138f2 2152f1 2205f2 2238f1 2369f1 2391f1 2400f1 2431f1 2442f1
  2466f1 2568f1 2631f1 2648f1 2736f1 2758f1 2808f1
`;

/** File names. */
export const LEFT_OUT: ReadonlySet<string> = new Set(
  NUMBERS.trim()
    .split(/\s+/)
    .map((number) => `cew${number}.jpg`),
);
