// The parts of Apache ECharts that the page uses; nothing else is bundled. Bars, whiskers and bands are custom series:
// the bar series can't start at 1 on a logarithmic axis.
import { CustomChart, LineChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

use([CustomChart, GridComponent, LineChart, SVGRenderer, TooltipComponent]);

export { init };
