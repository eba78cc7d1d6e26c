// What a function is called through, by the number of its arguments.
using InworldRouter.Cel.Evaluation;
using InworldRouter.Cel.Values;

namespace InworldRouter.Cel.Functions;

public delegate CelValue CelCall0(ref CelFrame frame);

public delegate CelValue CelCall1(ref CelFrame frame, in CelValue a);

public delegate CelValue CelCall2(ref CelFrame frame, in CelValue a, in CelValue b);

public delegate CelValue CelCall3(ref CelFrame frame, in CelValue a, in CelValue b, in CelValue c);

public delegate CelValue CelCall4(ref CelFrame frame, in CelValue a, in CelValue b, in CelValue c, in CelValue d);
